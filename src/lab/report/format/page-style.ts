// The page's one style sheet: inside the page, named by its hash in the page's own security policy.
import { createHash } from 'node:crypto';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --back: #fff; --ink: #1b1f24; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 96rem; background: var(--back); color: var(--ink); }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; max-width: 50rem; }
.scroll { overflow-x: auto; }
table { border-collapse: separate; border-spacing: 2px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: .3rem 0; position: sticky; left: 0; max-width: calc(100vw - 3rem); }
th { text-align: left; font-weight: 600; padding: .25rem .5rem; vertical-align: bottom; }
td { padding: .3rem .5rem; vertical-align: top; }
.map td { min-width: 4.6rem; border-radius: 4px; font-size: .8rem; line-height: 1.3; }
.map thead th { font-size: .8rem; font-weight: 500; min-width: 4.6rem; }
.map tbody th { position: sticky; left: 0; background: var(--back); vertical-align: top; min-width: 7rem; max-width: min(16rem, 40vw); overflow-wrap: anywhere; }
.list tbody th { min-width: 9rem; max-width: 24rem; overflow-wrap: anywhere; }
.map small, .list small { display: block; opacity: .8; font-weight: 400; }
.list td, .list th { border-bottom: 1px solid var(--line); }
td.n, th.n { text-align: right; }
.first { background: #b7e4c7; color: #10281a; }
.few { background: #d8efc0; color: #1f2b10; }
.many { background: #f4e2a0; color: #352a05; }
.applied { background: #cfdcf5; color: #12203a; }
.skipped { background: #e3e0e8; color: #2a2730; }
.open { background: #f6c9bd; color: #3a1309; }
.none { background: #8881; }
.wrong { outline: 3px solid #b3261e; outline-offset: -3px; }
.bar { display: inline-block; vertical-align: middle; margin-right: .4rem; }
.key { display: inline-block; padding: .1rem .5rem; margin: 0 .4rem .3rem 0; border-radius: 4px; font-size: .85rem; }
.bar rect { fill: #3b8f5c; } .bar .rest { fill: #8883; } .bar .help { fill: #6f8fd0; }
@media (prefers-color-scheme: dark) { :root { --back: #16191d; --ink: #e6e8ea; } }
@page { size: A4 landscape; margin: 1cm; }
@media print {
  :root { --back: #fff; --ink: #1b1f24; color-scheme: light; }
  body { margin: 0; padding: 0; max-width: none; font-size: 11px; }
  .scroll { overflow: visible; }
  .map td, .map thead th { min-width: 0; padding: .2rem .25rem; font-size: .7rem; overflow-wrap: anywhere; }
  .map tbody th { position: static; min-width: 0; max-width: 9rem; padding: .2rem; }
  tr { break-inside: avoid; } thead { display: table-header-group; }
  .map td, .key, .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** The style element. Its text must not change by a single space: the policy knows it by its hash. */
export const PAGE_STYLE = `<style>${STYLE}</style>`;

/** Nothing may be loaded, sent or run; this one style sheet applies. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
