// The public interface of the scraper.
export type { Page, PageRequest } from './fetch/page.ts';
export { Scraper } from './scraper.ts';
