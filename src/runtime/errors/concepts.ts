// What can be wrong with contrast pairs, data files and splits.
export const conceptErrors = {
  E401: (d: { path: string }) => ({
    sentence: `There is no data file at "${d.path}".`,
    remedy: "Check the path: it is taken from the folder of the program or notebook.",
  }),
};
