// Shows what the server says of itself: build, run time, storage.
import { ask } from './api.js';
import { alertBox, definitions, element } from './dom.js';

/** Fills the page. */
export async function showStatus(main) {
  main.append(element('h1', {}, 'Runtime'));
  try {
    const parts = await Promise.all(
      ['buildinfo', 'runtimeinfo', 'tsdb', 'flags'].map((one) => ask(`status/${one}`)),
    );
    const [build, runtime, tsdb, flags] = parts.map((part) => part.data);
    main.append(
      ...section('Build', Object.entries(build)),
      ...section('Run time', Object.entries(runtime)),
      ...section(
        'Samples in memory',
        Object.entries(tsdb.headStats).map(([name, value]) => [
          name,
          name.endsWith('Time') ? timeOf(value) : value,
        ]),
      ),
      ...section(
        'Series by metric name',
        tsdb.seriesCountByMetricName.map((one) => [one.name, one.value]),
      ),
      ...section('Flags', Object.entries(flags)),
    );
  } catch (error) {
    main.append(alertBox('No answer.', error.message));
  }
}

function timeOf(milliseconds) {
  return milliseconds === 0 ? '' : new Date(milliseconds).toISOString();
}

function section(title, entries) {
  const rows = entries.filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)]);
  return [
    element('h2', {}, title),
    rows.length > 0 ? definitions(rows) : element('p', { class: 'muted' }, 'None.'),
  ];
}
