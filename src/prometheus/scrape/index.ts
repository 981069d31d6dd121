// The front door of the scraper.
export type { FetchPage, Page, PageRequest } from './fetch-page.ts';
export type { ScraperOptions } from './model.ts';
export { Scraper } from './scraper.ts';
