"""The command line: one file a subcommand, and one place where errors become exit codes."""
