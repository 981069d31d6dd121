// The front door of the scraper.
export type { ScraperOptions } from './model.ts';
export type { FetchPage, Page, PageRequest } from './fetch-page.ts';
