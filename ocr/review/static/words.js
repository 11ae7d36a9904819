// Every word the page says, in Chinese and English.
"use strict";
window.Banmian = window.Banmian || {};
(() => {
  const words = {
    title: ["版面校对", "Page review"],
    pages: ["版面列表", "Pages"],
    page: ["版面图像", "Page image"],
    text: ["文字", "Text"],
    views: ["视图", "Views"],
    tools: ["图像工具", "Image tools"],
    canvas: ["版面图像，方向键平移，加减号缩放", "Page image: arrow keys pan, plus and minus zoom"],
    legend: ["图例", "Legend"],
    divider: ["调整左右宽度", "Divide the width"],
    previous_page: ["上一版", "Previous page"],
    next_page: ["下一版", "Next page"],
    undo: ["撤销 Ctrl+Z", "Undo Ctrl+Z"],
    redo: ["重做 Ctrl+Y", "Redo Ctrl+Y"],
    author: ["校对人", "Reviewer"],
    help: ["键盘说明", "Keys"],
    export: ["导出", "Export"],
    export_hint: ["本版改正后的 Markdown", "This page's corrected Markdown"],
    zoom_in: ["放大 +", "Zoom in +"],
    zoom_out: ["缩小 -", "Zoom out -"],
    fit: ["整版", "Whole page"],
    colour: ["着色", "Colour"],
    by_role: ["按类别", "by role"],
    by_article: ["按篇", "by article"],
    by_none: ["不着色", "none"],
    opacity: ["浓淡", "Opacity"],
    order: ["顺序", "Order"],
    rules: ["栏线", "Rules"],
    differences: ["异读", "Differences"],
    heat: ["疑误", "Heat map"],
    threshold: ["阈值", "Threshold"],
    articles: ["篇目", "Articles"],
    queue: ["校对", "Review"],
    structure: ["结构", "Structure"],
    acceptance: ["验收", "Acceptance"],
    close: ["关闭", "Close"],
    keys_title: ["键盘", "Keys"],
    saved: ["已保存", "Saved"],
    saving: ["保存中…", "Saving…"],
    failed: ["未能保存：", "Not saved: "],
    nothing_to_undo: ["没有可撤销的", "Nothing to undo"],
    nothing_to_redo: ["没有可重做的", "Nothing to redo"],
    conflict: [
      "{0}刚刚改过这里，现为“{1}”。您的改动还在输入框里：按回车以您的为准，按 Esc 以对方为准。",
      "{0} has just changed this; it now reads “{1}”. Your text is still in the field: Enter keeps yours, Esc takes theirs.",
    ],
    conflict_block: [
      "{0}刚刚改过这里，版面已刷新，请再看一眼。",
      "{0} has just changed this; the page was refreshed, please look again.",
    ],
    need_name: ["请先填写校对人", "Please enter the reviewer's name first"],
    done: ["本版没有待校的行。", "No lines left to review on this page."],
    accept: ["认可并下一行 ⏎", "Accept and next ⏎"],
    skip: ["跳过 S", "Skip S"],
    flag: ["存疑 F", "Flag F"],
    unflag: ["取消存疑 F", "Remove flag F"],
    reading: ["本行文字", "Text of the line"],
    printed: ["印刷图像", "As printed"],
    show: ["显示", "Show"],
    f_unseen: ["未校的行", "unseen lines"],
    f_different: ["两种读法不同", "readers differ"],
    f_flagged: ["存疑", "flagged"],
    f_all: ["全部", "all"],
    f_seen: ["已校", "seen"],
    by_doubt: ["按疑误", "most doubtful first"],
    by_order: ["按顺序", "in reading order"],
    sort: ["排序", "Sort"],
    expected: ["预计差错", "Expected errors"],
    left: ["待校 {0} 行 · 预计差错 {1}", "{0} lines left · {1} errors expected"],
    no_image: ["没有图像", "No image"],
    raw: ["原读", "As read"],
    current: ["现文", "Now"],
    role: ["类别", "Role"],
    article: ["所属篇", "Article"],
    kind: ["篇的种类", "Article's kind"],
    new_article: ["＋ 独立成篇", "+ an article of its own"],
    up: ["上移 Alt+↑", "Up Alt+↑"],
    down: ["下移 Alt+↓", "Down Alt+↓"],
    split: ["从本行拆分 X", "Split at line X"],
    merge: ["并入下一块 M", "Merge with next M"],
    remove: ["删除 Del", "Delete Del"],
    ad: ["标为广告 A", "Mark as ad A"],
    reread: ["重新识读 R", "Read again R"],
    draw: ["画新块 D", "Draw block D"],
    start: ["本行另起一段 P", "New paragraph here P"],
    join: ["与上段相连 J", "Join paragraphs J"],
    choose: ["在图像或篇目中点选一块。", "Choose a block on the image or in the text."],
    drag: ["拖动可改变顺序和所属篇。", "Drag to change order and article."],
    why: ["依据", "Why"],
    unattached: [
      "以下改动在现版面上找不到位置，已保留：",
      "These corrections found no place on the page as it is now; they are kept:",
    ],
    history: ["改动记录", "History"],
    no_engine: ["没有可用的识读引擎", "No engine is at hand to read with"],
    reading_engine: ["识读中…", "Reading…"],
    seed: ["种子", "Seed"],
    share: ["抽样比例", "Share"],
    draw_sheet: ["抽样", "Draw sample"],
    limits: ["限值", "Limits"],
    item: ["第 {0} 项，共 {1} 项", "Item {0} of {1}"],
    whole_page: ["整版", "Whole page"],
    right: ["正确，下一项", "Right, next"],
    note_errors: ["记下差错，下一项", "Note errors, next"],
    sign: ["签署结果", "Sign result"],
    rate: ["差错率（每万字）", "Errors per 10,000"],
    upper: ["95 % 上限", "95 % upper bound"],
    checked: ["已检字数", "Characters checked"],
    open: ["未检", "Unchecked"],
    passed: ["合格", "Passed"],
    not_passed: ["不合格", "Not passed"],
    signed: [
      "结果已写入 acceptance 文件夹（JSON、CSV、HTML）。",
      "The result is in the folder acceptance (JSON, CSV, HTML).",
    ],
    page_errors: ["版面差错", "Errors of the page"],
    progress: ["已校 {0}/{1} 行", "{0}/{1} lines seen"],
    flag_note: ["存疑的原因（可空）", "Why it is doubtful (may be empty)"],
    masthead: ["报头", "masthead"],
    kicker: ["引题", "kicker"],
    column_title: ["栏题", "column title"],
    headline: ["主题", "headline"],
    deck: ["副题", "deck"],
    summary: ["提要", "summary"],
    byline: ["署名", "byline"],
    subhead: ["小标题", "subhead"],
    body: ["正文", "body"],
    caption: ["图片说明", "caption"],
    credit: ["摄影署名", "credit"],
    jump: ["转版", "jump"],
    pointer: ["导读指向", "pointer"],
    table: ["表格", "table"],
    advertisement: ["广告", "advertisement"],
    folio: ["报眉", "folio"],
    staff: ["责编行", "staff"],
    footer: ["报脚", "footer"],
    k_article: ["文章", "article"],
    k_masthead: ["报头", "masthead"],
    k_photo: ["图片", "photo"],
    k_teaser: ["导读", "teaser"],
    k_advertisement: ["广告", "advertisement"],
    k_furniture: ["版面附件", "furniture"],
    key_enter: ["认可（或保存改动），到下一行", "Accept (or save the edit), next line"],
    key_move: ["上一行 / 下一行", "Previous / next line"],
    key_edit: ["编辑", "Edit"],
    key_escape: ["放弃改动", "Drop the edit"],
    key_take: ["采用第一 / 第二种读法", "Take the first / second reading"],
    key_skip: ["跳过", "Skip"],
    key_flag: ["存疑", "Flag"],
    key_undo: ["撤销 / 重做", "Undo / redo"],
    key_save: ["立即保存", "Save now"],
    key_page: ["上一版 / 下一版", "Previous / next page"],
    key_zoom: ["放大 / 缩小 / 整版", "Zoom in / out / whole page"],
    key_pan: ["平移图像（焦点在图像上）", "Pan (image focused)"],
    key_tabs: ["篇目、校对、结构、验收", "Articles, review, structure, acceptance"],
    key_layers: ["着色 / 疑误 / 顺序 / 异读", "Colour / heat / order / differences"],
    key_structure: ["拆分、并块、广告、重读、画块、删除", "Split, merge, ad, read again, draw, delete"],
    key_paragraph: ["另起一段 / 连段", "New / joined paragraph"],
    key_order: ["块上移 / 下移", "Block up / down"],
    key_language: ["中文 / English", "中文 / English"],
    key_help: ["本说明", "These keys"],
  };
  const B = window.Banmian;
  B.language = 0;
  B.say = (word, ...values) => {
    const entry = words[word];
    let text = entry ? entry[B.language] : word;
    values.forEach((value, n) => {
      text = text.replace(`{${n}}`, value);
    });
    return text;
  };
  B.translate = () => {
    document.documentElement.lang = B.language ? "en" : "zh-CN";
    document.title = `${B.say("title")} · banmian`;
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = B.say(node.dataset.word);
    for (const node of document.querySelectorAll("[data-label]"))
      node.setAttribute("aria-label", B.say(node.dataset.label));
    for (const node of document.querySelectorAll("[data-title]")) {
      node.title = B.say(node.dataset.title);
      if (!node.dataset.word) node.setAttribute("aria-label", node.title);
    }
  };
  B.make = (name, properties = {}, ...children) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "data") Object.assign(node.dataset, value);
      else if (key in node && key !== "list") node[key] = value;
      else node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== undefined));
    return node;
  };
})();
