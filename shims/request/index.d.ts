declare function request(...args: unknown[]): never;
declare namespace request {
  interface CoreOptions {
    [key: string]: unknown;
  }
  interface UrlOptions {
    url?: string;
  }
  type Headers = Record<string, string>;
  type Options = CoreOptions & UrlOptions;
  type OptionsWithUrl = Options;
  type RequiredUriUrl = UrlOptions;
  type RequestCallback = (error: unknown, response: unknown, body: unknown) => void;
  function get(...args: unknown[]): never;
  function post(...args: unknown[]): never;
  function head(...args: unknown[]): never;
}
export = request;
