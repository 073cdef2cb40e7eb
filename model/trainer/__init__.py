"""Trains BankChurn, exports it as plain ONNX and writes everything that serving needs to know about it."""
