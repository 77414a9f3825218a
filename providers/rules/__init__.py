"""Rules of the register of providers in plain Python: values in, values or sentences out."""
