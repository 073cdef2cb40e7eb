"""Trains BankChurn, exports it as plain ONNX and writes everything that serving needs to know about it."""

import os

# Before onnxruntime is imported, which since 1.29 reports to its vendor and keeps a device id under HOME.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
