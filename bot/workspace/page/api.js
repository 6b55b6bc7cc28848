// The workspace's own interface for this page: JSON over loopback, and one stream of what happens.

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok && !('ok' in body)) return { ok: false, error: body.error ?? `the workspace answered ${response.status}` };
  return body;
}

async function reach(path, options) {
  try {
    return await answerOf(await fetch(path, options));
  } catch {
    return { ok: false, error: 'the workspace does not answer: is the program still running?' };
  }
}

/** Reads; parameters without a value are left out. */
export function get(path, params = {}) {
  const given = Object.entries(params).filter(([, v]) => v !== undefined && v !== null);
  return reach(`/local/${path}?${new URLSearchParams(given)}`);
}

/** Does something. Gives {ok:true,…} or {ok:false,error|errors|notice}. */
export function post(path, body) {
  return reach(`/local/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
}

/** Follows what happens to one person. The browser connects again by itself; up(true) is called each time it has, so that what was missed can be read. */
export function follow(user, { on, up }) {
  const source = new EventSource(`/local/stream?user=${encodeURIComponent(user)}`);
  source.onopen = () => up(true);
  source.onerror = () => up(false);
  source.onmessage = (event) => on(JSON.parse(event.data));
  return () => source.close();
}

/** Where a file can be fetched from. */
export function fileURL(file) {
  return `/files/${encodeURIComponent(file.id)}/${encodeURIComponent(file.name ?? file.title ?? 'file')}`;
}
