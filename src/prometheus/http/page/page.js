// Chooses the view by the address and marks it in the navigation.
import { showAlerts } from './alerts-view.js';
import { showConfig } from './config-view.js';
import { showQuery } from './query-view.js';
import { showRules } from './rules-view.js';
import { showStatus } from './status-view.js';
import { showTargets } from './targets-view.js';

// Prometheus has more pages; where one of these holds what another shows there, it answers for it.
const views = {
  '/alerts': ['Alerts', showAlerts],
  '/rules': ['Rules', showRules],
  '/targets': ['Targets', showTargets],
  '/service-discovery': ['Targets', showTargets],
  '/config': ['Configuration', showConfig],
  '/status': ['Runtime', showStatus],
  '/flags': ['Runtime', showStatus],
  '/tsdb-status': ['Runtime', showStatus],
};
const [title, show] = views[location.pathname] ?? ['Query', showQuery];
document.title = `${title} · Embedded Prometheus`;
for (const link of document.querySelectorAll('nav a'))
  if (link.textContent === title) link.setAttribute('aria-current', 'page');
show(document.querySelector('main'));
