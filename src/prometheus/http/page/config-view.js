// Shows the configuration that is loaded.
import { ask } from './api.js';
import { alertBox, element } from './dom.js';

/** Fills the page. */
export async function showConfig(main) {
  main.append(element('h1', {}, 'Configuration'));
  try {
    const { data } = await ask('status/config');
    main.append(
      element(
        'p',
        { class: 'muted' },
        'What the server runs with now. A file that was saved counts after a reload.',
      ),
      element('pre', { tabindex: 0, role: 'region', 'aria-label': 'Loaded configuration' }, data.yaml),
    );
  } catch (error) {
    main.append(alertBox('No configuration.', error.message));
  }
}
