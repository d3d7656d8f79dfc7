// What can be wrong with files that are written, and with charts.
export const fileErrors = {
  E701: (d: { path: string; reason: string }) => ({
    sentence: `Could not write "${d.path}": ${d.reason}.`,
    remedy: "Free some space or choose another folder; nothing half-written was left behind.",
  }),
};
