"""Recognition: what the lines of a layout say."""

from ocr.recognition.consensus import ConsensusReader, ConsensusSettings, Testimony
from ocr.recognition.cutting import CutSettings, LineCut, LineCutter
from ocr.recognition.judging import Judge
from ocr.recognition.layer_lines import LayerSettings, PageLayer
from ocr.recognition.layer_reader import TEXT_LAYERS, LayerReader, TrustSettings, with_text_layer
from ocr.recognition.legibility import TrialSettings, is_doubtful, legibility, sample_of
from ocr.recognition.opening import READERS, AbsentReader, open_reader
from ocr.recognition.page import recognise
from ocr.recognition.parallel import ParallelReader
from ocr.recognition.ppocr import PpocrReader, PpocrSettings, find_ppocr_model
from ocr.recognition.replay import ReplayReader, spread
from ocr.recognition.system_tesseract import PytesseractReader
from ocr.recognition.tesseract import TesseractReader, TesseractSettings
from ocr.recognition.traineddata import Model, find_model, model_folders

__all__ = [
    "READERS",
    "TEXT_LAYERS",
    "AbsentReader",
    "ConsensusReader",
    "ConsensusSettings",
    "CutSettings",
    "Judge",
    "LayerReader",
    "LayerSettings",
    "LineCut",
    "LineCutter",
    "Model",
    "PageLayer",
    "ParallelReader",
    "PpocrReader",
    "PpocrSettings",
    "PytesseractReader",
    "ReplayReader",
    "TesseractReader",
    "TesseractSettings",
    "Testimony",
    "TrialSettings",
    "TrustSettings",
    "find_model",
    "find_ppocr_model",
    "is_doubtful",
    "legibility",
    "model_folders",
    "open_reader",
    "recognise",
    "sample_of",
    "spread",
    "with_text_layer",
]
