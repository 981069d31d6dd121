// /-/…: whether the server lives, and reloading its configuration. It cannot be stopped over HTTP, because the lab owns it.
import type { ServerControl } from '../api/backend.ts';
import type { Reply, Route } from '../api/route.ts';

/** The lifecycle routes. */
export function lifecycleRoutes(control: ServerControl): readonly Route[] {
  return [
    { methods: ['GET'], path: '/-/healthy', answer: () => text(200, 'Prometheus Server is Healthy.') },
    { methods: ['GET'], path: '/-/ready', answer: () => text(200, 'Prometheus Server is Ready.') },
    {
      methods: ['POST', 'PUT'],
      path: '/-/reload',
      answer: async () => {
        const outcome = await control.reload();
        if (outcome.status === 'reloaded') return text(200, '');
        return text(500, `failed to reload config: ${outcome.message}`);
      },
    },
    {
      methods: ['POST', 'PUT'],
      path: '/-/quit',
      answer: () => text(403, 'The lab owns this server: quit the lab to end it.'),
    },
  ];
}

function text(status: number, words: string): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body: words === '' ? '' : `${words}\n` };
}
