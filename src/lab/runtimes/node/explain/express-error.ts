// Reads the error text out of what Express answers when a handler throws. Pure.

/** The text of Express's error page without its markup, the error's first line first. */
export function errorPageText(html: string): string {
  const pre = /<pre>([\s\S]*?)<\/pre>/.exec(html)?.[1] ?? html;
  return pre
    .replace(/<br\s*\/?>/g, '\n')
    .replace(/&nbsp;/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
