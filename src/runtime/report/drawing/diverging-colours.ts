// Colours of a quantity with a sign: orange below 0, white at 0, blue above; equal lightness on both sides.
export const diverging = ["#D55E00", "#F7F7F7", "#0072B2"] as const;
