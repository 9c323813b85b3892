/** `Event` and `EventTarget` of the DOM Standard, for targets that are no part of a tree. */

export interface EventInit {
  readonly bubbles?: unknown;
  readonly cancelable?: unknown;
  readonly composed?: unknown;
}

/** What `dispatchEvent` knows of an event and programs cannot set. */
interface Progress {
  target: EventTarget | null;
  isDispatched: boolean;
  isStopped: boolean;
  isPrevented: boolean;
  isPassive: boolean;
}

let progressOf: (event: Event) => Progress;

export class Event {
  static readonly NONE = 0;
  static readonly CAPTURING_PHASE = 1;
  static readonly AT_TARGET = 2;
  static readonly BUBBLING_PHASE = 3;
  readonly type: string;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  readonly timeStamp: number = Date.now();
  readonly isTrusted: boolean = false;
  readonly #progress: Progress = { target: null, isDispatched: false, isStopped: false, isPrevented: false, isPassive: false };

  static {
    progressOf = (event) => event.#progress;
  }

  constructor(type: unknown, init?: EventInit) {
    if (arguments.length === 0) throw new TypeError("Event takes the name of its type");
    this.type = String(type);
    this.bubbles = Boolean(init?.bubbles);
    this.cancelable = Boolean(init?.cancelable);
    this.composed = Boolean(init?.composed);
  }

  get target(): EventTarget | null {
    return this.#progress.target;
  }

  get srcElement(): EventTarget | null {
    return this.#progress.target;
  }

  /** Only while it is dispatched. */
  get currentTarget(): EventTarget | null {
    return this.#progress.isDispatched ? this.#progress.target : null;
  }

  get eventPhase(): number {
    return this.#progress.isDispatched ? Event.AT_TARGET : Event.NONE;
  }

  get defaultPrevented(): boolean {
    return this.#progress.isPrevented;
  }

  get returnValue(): boolean {
    return !this.#progress.isPrevented;
  }

  composedPath(): EventTarget[] {
    const { currentTarget } = this;
    return currentTarget ? [currentTarget] : [];
  }

  preventDefault(): void {
    if (this.cancelable && !this.#progress.isPassive) this.#progress.isPrevented = true;
  }

  stopPropagation(): void {}

  stopImmediatePropagation(): void {
    this.#progress.isStopped = true;
  }
}
Object.defineProperty(Event.prototype, Symbol.toStringTag, { value: "Event", configurable: true });

type Listener = ((event: Event) => unknown) | { handleEvent(event: Event): unknown };

interface ListenerOptions {
  readonly capture?: unknown;
  readonly once?: unknown;
  readonly passive?: unknown;
  readonly signal?: { readonly aborted: boolean } & EventTarget;
}

interface Registration {
  readonly type: string;
  readonly listener: Listener;
  readonly capture: boolean;
  readonly once: boolean;
  readonly passive: boolean;
  isRemoved: boolean;
}

/** Told of what a listener throws: no other listener is kept from its event by that. */
let onListenerError: (error: unknown) => void = () => {};

export function setOnListenerError(listener: (error: unknown) => void): void {
  onListenerError = listener;
}

export class EventTarget {
  readonly #registrations: Registration[] = [];

  addEventListener(type: unknown, listener: Listener | null, options: boolean | ListenerOptions = {}): void {
    const { capture, once, passive, signal }: ListenerOptions = typeof options === "object" && options !== null ? options : { capture: options };
    if (!listener || signal?.aborted) return;
    const registration = {
      type: String(type),
      listener,
      capture: Boolean(capture),
      once: Boolean(once),
      passive: Boolean(passive),
      isRemoved: false,
    };
    if (this.#find(registration) >= 0) return;
    this.#registrations.push(registration);
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener, { capture }), { once: true });
  }

  removeEventListener(type: unknown, listener: Listener | null, options: boolean | ListenerOptions = {}): void {
    const capture = Boolean(typeof options === "object" && options !== null ? options.capture : options);
    const index = this.#find({ type: String(type), listener, capture });
    const [removed] = index < 0 ? [] : this.#registrations.splice(index, 1);
    if (removed) removed.isRemoved = true;
  }

  /** Returns false where a listener has prevented what follows by default. */
  dispatchEvent(event: Event): boolean {
    if (!(event instanceof Event)) throw new TypeError("dispatchEvent takes an Event");
    const progress = progressOf(event);
    if (progress.isDispatched) throw new Error("the event is being dispatched already");
    Object.assign(progress, { target: this, isDispatched: true, isStopped: false });
    for (const registration of [...this.#registrations]) {
      if (registration.type !== event.type || registration.isRemoved || progress.isStopped) continue;
      const { listener, once, passive, capture } = registration;
      if (once) this.removeEventListener(event.type, listener, { capture });
      progress.isPassive = passive;
      try {
        if (typeof listener === "function") Reflect.apply(listener, this, [event]);
        else listener.handleEvent(event);
      } catch (error) {
        onListenerError(error);
      }
    }
    Object.assign(progress, { isDispatched: false, isPassive: false });
    return !progress.isPrevented;
  }

  #find({ type, listener, capture }: { readonly type: string; readonly listener: Listener | null; readonly capture: boolean }): number {
    return this.#registrations.findIndex(
      (each) => each.type === type && each.listener === listener && each.capture === capture,
    );
  }
}
Object.defineProperty(EventTarget.prototype, Symbol.toStringTag, { value: "EventTarget", configurable: true });
