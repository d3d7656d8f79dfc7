// ONNX Runtime, with its telemetry off: the official builds keep a device id and a database in the user's cache and send usage
// data unless this variable is set before the library is loaded. The only place that may load it (see eslint.config.js).
process.env["ORT_DISABLE_TELEMETRY"] = "1";

export const ort = await import("onnxruntime-node");
