// Gets one page of metrics over HTTP.

/** One request for a page. */
export interface PageRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly followRedirects: boolean;
  /** Bytes after decompression; 0 is no limit. */
  readonly bodySizeLimit: number;
}

export type Page =
  /** The body is UTF-8. */
  | { readonly status: 'ok'; readonly body: Buffer; readonly contentType: string | undefined }
  /** `message` in Prometheus's words, as /api/v1/targets shows it. */
  | { readonly status: 'failed'; readonly message: string };

/** Never rejects; a signal that aborts makes it `failed`. */
export type FetchPage = (request: PageRequest, signal: AbortSignal) => Promise<Page>;
