// /api/v1/alertmanagers: where alerts are sent.
import type { AlertmanagerSource } from '../../notifications/index.ts';
import { success } from '../api/envelope.ts';
import type { Route } from '../api/route.ts';

/** The route of the Alertmanagers. */
export function alertmanagersRoute(source: AlertmanagerSource): Route {
  return {
    methods: ['GET'],
    path: '/api/v1/alertmanagers',
    answer: () =>
      success({
        activeAlertmanagers: listed(source.active()),
        droppedAlertmanagers: listed(source.dropped()),
      }),
  };
}

function listed(urls: readonly string[]): readonly { readonly url: string }[] {
  return urls.map((url) => ({ url }));
}
