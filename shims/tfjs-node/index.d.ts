export * from "@tensorflow/tfjs-core";
export * as data from "@tensorflow/tfjs-data";
