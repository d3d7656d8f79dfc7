// The filters and tests that jinja knows, so that one that it does not know is an error where it is one in jinja.

const filters: ReadonlySet<string> = new Set(
  (
    "abs attr batch capitalize center count d default dictsort e escape filesizeformat first float forceescape format " +
    "groupby indent int items join last length list lower map max min pprint random reject rejectattr replace reverse " +
    "round safe select selectattr slice sort string striptags sum title tojson trim truncate unique upper urlencode " +
    "urlize wordcount wordwrap xmlattr"
  ).split(" "),
);
export const isFilter = (name: string): boolean => filters.has(name);

const tests: ReadonlySet<string> = new Set(
  (
    "odd even divisibleby defined undefined filter test none boolean false true integer float lower upper string " +
    "mapping number sequence iterable callable sameas escaped in eq equalto ne gt greaterthan ge lt lessthan le " +
    "== != > >= < <="
  ).split(" "),
);
export const isTest = (name: string): boolean => tests.has(name);
