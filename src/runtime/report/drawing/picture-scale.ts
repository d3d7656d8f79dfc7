/** Pixels of a chart's PNG for each unit of its specification: sharp at a notebook's width, and small. */
export const pictureScale = 1.5;
