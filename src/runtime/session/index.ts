// The session that compiled programs and TypeScript cells run in, and the models that are open in it.
export {
  configureSession,
  currentSession,
  located,
  locatedNow,
  noticeOnce,
  placeOf,
  silentSink,
} from "./session.js";
export { engineKey, model, closeSession } from "./models.js";
export type { Model, OpenModel, Progress, Session, Sink } from "./types.js";
