// The plain page: takes a token or goes on with a session, follows the live stream, acknowledges. Text only: nothing of an alert becomes markup.
const $ = id => document.getElementById(id);
const rows = new Map();
let token = '', lastId = null, listed = false;

const say = text => { $('link').textContent = text; };
const complain = text => { $('problem').textContent = text; $('problem').hidden = !text; };
const call = (path, options = {}) =>
  fetch(path, { ...options, headers: { ...(token ? { Authorization: `Bearer ${token}` } : { 'X-Tocsin': '1' }), ...options.headers } });
const post = (path, body) =>
  call(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

const clock = time => `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;

function headline(item) {
  const wanted = navigator.language.slice(0, 2);
  const info = item.info || [];
  return (info.find(words => words.language.startsWith(wanted)) || info[0] || { headline: '(no text)' }).headline;
}

async function acknowledge(item, button) {
  button.disabled = true;
  const reply = await post(`/v1/alerts/${item.id}/answers`,
    { kind: 'acknowledgement', revision: item.revision, outcome: 'accepted' });
  complain(reply.ok ? '' : (await reply.json()).title);
  button.disabled = reply.ok;
  if (reply.ok) button.textContent = 'Acknowledged';
}

function show(item) {
  const known = rows.get(item.id);
  if (known && known.item.revision > item.revision) return;
  const row = element('li', `${item.status} ${item.state}`, '');
  row.append(element('span', item.precedence === 'FLASH' ? 'flash' : '', item.precedence));
  row.append(element('span', '', item.origin), element('bdi', 'headline', headline(item)));
  row.append(element('span', `tlp tlp-${item.tlp.slice(4).split('+')[0].toLowerCase()}`, item.tlp));
  const facts = element('span', 'facts', [
    item.status === 'actual' ? '' : item.status.toUpperCase(),
    item.state === 'released' ? '' : item.state.toUpperCase(),
    `${item.direction} ${clock(item.at)}`,
    item.revision > 1 ? `revision ${item.revision}` : '',
    item.acknowledgeBy ? `acknowledge by ${clock(item.acknowledgeBy)}` : ''].filter(Boolean).join(' · '));
  const answers = element('span', 'answers', known ? known.answers.textContent : '');
  row.append(facts, answers);
  if (item.direction === 'received') {
    const button = element('button', '', 'Acknowledge');
    button.addEventListener('click', () => acknowledge(item, button));
    row.append(button);
    if (!document.hidden && item.state !== 'deleted') post(`/v1/alerts/${item.id}/display`, { revision: item.revision });
  }
  known ? known.row.replaceWith(row) : $('alerts').prepend(row);
  rows.set(item.id, { item, row, answers });
  $('empty').hidden = true;
}

function append(alert, text, late) {
  const known = rows.get(alert);
  if (!known) return;
  known.answers.classList.toggle('late', Boolean(late));
  known.answers.textContent = known.answers.textContent ? `${known.answers.textContent} · ${text}` : text;
}

// The list is read once the stream is open, so that nothing falls between the two.
async function list() {
  listed = true;
  const items = (await (await call('/v1/alerts?limit=50')).json()).items;
  items.reverse().forEach(item => { if (!rows.has(item.id)) show(item); });
}

function take(name, data) {
  if (name === 'heartbeat' && !listed) list();
  if (name === 'alert') show(data);
  if (name === 'answer') append(data.alert, `${data.member} ${data.outcome}`);
  if (name === 'notice' && data.member && ['reminder', 'overdue', 'escalated'].includes(data.kind)) {
    append(data.alert, `${data.member} ${data.kind}`, true);
  }
}

function frame(text) {
  const field = name => (text.match(new RegExp(`^${name}: (.*)$`, 'm')) || [])[1];
  lastId = field('id') ?? lastId;
  take(field('event'), JSON.parse(field('data')));
}

async function follow() {
  const reply = await call('/v1/stream', { headers: lastId === null ? {} : { 'Last-Event-ID': lastId } });
  if (!reply.ok) throw Object.assign(new Error((await reply.json()).title), { final: reply.status < 500 });
  say('Live');
  let rest = '';
  for (const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();;) {
    const { value, done } = await reader.read();
    if (done) return;
    const frames = (rest + value).split('\n\n');
    rest = frames.pop();
    frames.forEach(frame);
  }
}

async function run() {
  try {
    const members = await call('/v1/members');
    if (!members.ok) throw Object.assign(new Error((await members.json()).title), { final: true });
    $('member').textContent = (await members.json()).self;
    for (;;) {
      await follow().catch(failure => { if (failure.final) throw failure; });
      say('Connection lost, coming back …');
      await new Promise(resume => setTimeout(resume, 1000 + Math.random() * 1000));
    }
  } catch (failure) {
    complain(failure.message);
    say('Not connected');
    $('sign-in').hidden = false;
  }
}

$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  token = $('token').value.trim();
  $('token').value = '';
  $('sign-in').hidden = true;
  complain('');
  run();
});

// Whether there is a session only the gateway knows; this remembers that there may be one.
if (localStorage.getItem('tocsin-session')) {
  $('sign-in').hidden = true;
  run();
}
