// SPDX-License-Identifier: Apache-2.0

// Sends what was chosen through each gateway, shows the answer or that the browser refused, and says why as far as a
// page can know: fetch only says that it failed (https://fetch.spec.whatwg.org/#concept-network-error).

const patient = { resourceType: 'Patient', id: 'from-the-page', active: true, name: [{ family: 'Page', given: ['Sample'] }] };

const requests = {
  read: { path: '/Patient/example' },
  write: {
    path: '/Patient/from-the-page',
    options: { method: 'PUT', headers: { 'Content-Type': 'application/fhir+json' }, body: JSON.stringify(patient) },
  },
  header: { path: '/Patient/example', options: { headers: { 'X-Sample-Page': '1' } } },
  metadata: { path: '/metadata' },
};

const reasons = {
  silent: 'Nothing answers at this address. Is the stack up, and does your browser find names under localhost by itself?',
  off: `A gateway answers, but nothing that a page of another origin may see: CORS is off for the service, or there is no
    such service yet. The README says how to make it.`,
  on: `A gateway answers, and CORS is on for the service. But its settings do not allow this request: not the origin
    ${location.origin}, or not the method, or not a header.`,
};

// fetched tells whether the page gets an answer to a request for the capability statement.
async function fetched(base, options) {
  try {
    await fetch(`${base}/metadata`, { cache: 'no-store', ...options });
    return true;
  } catch {
    return false;
  }
}

// diagnose finds out what a failed fetch does not say. A no-cors request succeeds wherever anything answers, and shows
// nothing of the answer; the capability statement is readable for every origin once CORS is on.
async function diagnose(base) {
  if (!(await fetched(base, { mode: 'no-cors' }))) return reasons.silent;
  return (await fetched(base)) ? reasons.on : reasons.off;
}

// attempt is one request through one gateway: what to show of it.
async function attempt(base, { path, options }) {
  let answer;
  try {
    answer = await fetch(base + path, { cache: 'no-store', ...options });
  } catch (error) {
    const why = await diagnose(base);
    const verdict = why === reasons.silent ? 'No answer' : 'Refused by the browser';
    return { kind: 'refused', verdict, why, detail: `fetch says: ${error}` };
  }
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  return {
    kind: answer.ok ? 'allowed' : 'error',
    verdict: `Allowed: ${answer.status} ${answer.statusText}`,
    why: 'The headers of the answer allow it, so the browser shows the page the status, the body and the exposed headers.',
    detail: `${headers}\n\n${pretty(await answer.text())}`,
  };
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function show(section, { kind, verdict, why, detail }) {
  section.dataset.kind = kind;
  section.querySelector('.verdict').textContent = verdict;
  section.querySelector('.why').textContent = why;
  const pre = section.querySelector('.detail');
  pre.textContent = detail;
  pre.hidden = detail === '';
}

async function send(section, request) {
  show(section, { kind: 'pending', verdict: 'Sending …', why: '', detail: '' });
  show(section, await attempt(section.dataset.base, request));
}

// command is how the settings are changed so that everything but the header of its own is allowed.
function command(settings) {
  const properties = { origins: [location.origin], headers: ['content-type'], methods: ['GET', 'PUT'] };
  return `docker compose cp api-1:/keys/ca.pem ca.pem
TOKEN=$(docker compose exec -T api-1 corsgate token </dev/null)
curl --cacert ca.pem -X PUT '${settings}' \\
  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '${JSON.stringify({ properties })}'`;
}

document.querySelector('.origin').textContent = location.origin;
const { settings } = document.body.dataset;
if (settings) document.querySelector('.command').textContent = command(settings);
document.querySelector('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const chosen = requests[new FormData(event.target).get('request')];
  for (const section of document.querySelectorAll('.gateway')) send(section, chosen);
});
