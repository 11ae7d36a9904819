"""The review page: a person sees what was read, corrects it, and signs it off."""
