// Asks the server this page came from.

/** The answer's data, or an Error with Prometheus's own words. */
export async function ask(path, params = {}, signal) {
  const search = new URLSearchParams(params).toString();
  let response;
  try {
    response = await fetch(`/api/v1/${path}${search === '' ? '' : `?${search}`}`, { signal });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Error('The server does not answer. Is the lab still running?', { cause: error });
  }
  const answer = await response.json();
  if (answer.status !== 'success') throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return { data: answer.data, notes: [...(answer.warnings ?? []), ...(answer.infos ?? [])] };
}

/** The server's own time in seconds: its clock counts, not the browser's. */
export async function serverTime(signal) {
  const { data } = await ask('status/runtimeinfo', {}, signal);
  return Date.parse(data.serverTime) / 1000;
}
