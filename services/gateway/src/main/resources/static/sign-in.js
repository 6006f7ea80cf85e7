// Signs a person in with a personal token, which is shown to the gateway once and kept nowhere, and out again.
const $ = id => document.getElementById(id);
const MARK = 'tocsin-session';

const complain = text => { $('problem').textContent = text; $('problem').hidden = !text; };
const session = (method, body) => fetch('/v1/session', {
  method,
  headers: { 'X-Tocsin': '1', ...(body ? { 'Content-Type': 'application/json' } : {}) },
  body: body && JSON.stringify(body) });

function show(account) {
  $('who').textContent = account ? `${account.name} at ${account.member}: ${account.roles.join(', ')}` : 'Not signed in';
  $('sign-in').hidden = Boolean(account);
  $('signed-in').hidden = !account;
  account ? localStorage.setItem(MARK, '1') : localStorage.removeItem(MARK);
}

async function take(reply) {
  show(reply.ok ? await reply.json() : null);
  if (!reply.ok) complain((await reply.json()).title);
}

$('sign-in').addEventListener('submit', async event => {
  event.preventDefault();
  complain('');
  const token = $('token').value.trim();
  $('token').value = '';
  await take(await session('POST', { token }));
});

$('sign-out').addEventListener('click', async () => {
  await session('DELETE');
  show(null);
});

if (localStorage.getItem(MARK)) session('GET').then(take);
