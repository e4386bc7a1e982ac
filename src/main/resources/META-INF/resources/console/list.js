/** A scrolling list of messages that keeps focus, reading position and the end of logs while its messages change. */
import { el } from './cards.js';

const NEAR = 48;
const atEnd = (box) => box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;

export class List {
  #drawn = new Map();
  #shape = '';

  constructor(scroller, list, fresh) {
    this.scroller = scroller;
    this.list = list;
    this.fresh = fresh;
    this.follows = true;
    fresh.addEventListener('click', () => this.toEnd());
    scroller.addEventListener('scroll', () => {
      // A column that opens beside it moves it as well, and is no reader.
      if (this.#shape !== this.#measure()) return;
      this.follows = atEnd(scroller);
      if (this.follows) fresh.hidden = true;
    }, { passive: true });
    new ResizeObserver(() => this.#settle()).observe(scroller);
    new ResizeObserver(() => this.#settle()).observe(list);
  }

  forget() {
    this.list.replaceChildren();
    this.#drawn.clear();
    this.follows = true;
  }

  fill(messages, show) {
    const wanted = new Set(messages.map((message) => message.id));
    for (const [id, node] of this.#drawn) {
      if (!wanted.has(id)) {
        node.remove();
        this.#drawn.delete(id);
      }
    }
    messages.forEach((message) => this.#place(message, show));
    this.#settle();
  }

  put(message, show) {
    const fresh = !this.#drawn.has(message.id);
    this.#place(message, show);
    if (fresh && !this.follows) this.fresh.hidden = false;
    this.#settle();
  }

  toEnd() {
    this.follows = true;
    this.fresh.hidden = true;
    this.#settle();
  }

  /** Shows one message of a deep link. */
  mark(id) {
    const node = this.#drawn.get(id);
    this.list.querySelector('.marked')?.classList.remove('marked');
    if (node) {
      this.follows = false;
      node.classList.add('marked');
      node.scrollIntoView({ block: 'center' });
    }
  }

  #place(message, show) {
    const node = show(message);
    const old = this.#drawn.get(message.id);
    this.#drawn.set(message.id, node);
    if (old) {
      replace(old, node);
      return;
    }
    const next = [...this.list.children].find((other) => Number(other.dataset.id ?? other.dataset.before) > Number(message.id));
    this.list.insertBefore(node, next ?? null);
    this.#day(message, node);
    endOfLogs(node);
  }

  #day(message, node) {
    const day = new Date(message.at).toDateString();
    node.dataset.day = day;
    const before = node.previousElementSibling;
    if (before?.dataset.day !== day && before?.className !== 'day') {
      const words = new Date(message.at).toLocaleDateString([], { weekday: 'long', day: 'numeric', month: 'long' });
      node.before(el('li', { className: 'day', 'data-before': message.id, 'data-day': day, role: 'separator' }, words));
    }
  }

  #measure() {
    return `${this.scroller.clientWidth}x${this.scroller.clientHeight}x${this.scroller.scrollHeight}`;
  }

  #settle() {
    this.#shape = this.#measure();
    if (this.follows) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

function endOfLogs(node) {
  if (node.classList.contains('log')) {
    node.querySelectorAll('.pre').forEach((pre) => { pre.scrollTop = pre.scrollHeight; });
  }
}

function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.keep : undefined;
  const places = [...old.querySelectorAll('.pre')].map((pre) => ({ top: pre.scrollTop, left: pre.scrollLeft, end: atEnd(pre) }));
  const open = [...old.querySelectorAll('details[open]')].map((one) => one.dataset.keep);
  const picking = old.querySelector('.picker:not([hidden])') !== null;
  const log = node.classList.contains('log');
  if (old.classList.contains('marked')) node.classList.add('marked');
  node.dataset.day = old.dataset.day;
  old.replaceWith(node);
  node.querySelectorAll('details').forEach((one) => { one.open = open.includes(one.dataset.keep); });
  node.querySelectorAll('.pre').forEach((pre, index) => {
    const place = places[index];
    if (place) {
      pre.scrollLeft = place.left;
      pre.scrollTop = log && place.end ? pre.scrollHeight : place.top;
    } else {
      endOfLogs(node);
    }
  });
  if (picking) node.querySelector('.add')?.click();
  if (focused) [...node.querySelectorAll('[data-keep]')].find((one) => one.dataset.keep === focused)?.focus({ preventScroll: true });
}
