// Which format a Content-Type header announces. Prometheus 3 refuses a page whose header names neither.
import type { ExpositionFormat } from './model.ts';

export type FormatChoice =
  | { readonly status: 'ok'; readonly format: ExpositionFormat }
  | { readonly status: 'error'; readonly message: string };

/** The media type without parameters, in lower case: `text/plain`. */
export function mediaTypeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Chooses the parser as a Prometheus 3 scrape does, with its two sentences for a header it refuses. */
export function chooseFormat(contentType: string | undefined): FormatChoice {
  if (contentType === undefined || contentType.trim() === '') {
    return {
      status: 'error',
      message:
        'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
    };
  }
  switch (mediaTypeOf(contentType)) {
    case 'text/plain':
      return { status: 'ok', format: 'text' };
    case 'application/openmetrics-text':
      return { status: 'ok', format: 'openmetrics' };
    default:
      return {
        status: 'error',
        message: `received unsupported Content-Type "${contentType}" and no fallback_scrape_protocol specified for target`,
      };
  }
}
