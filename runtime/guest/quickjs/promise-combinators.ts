/** `Promise.all`, `allSettled`, `any` and `race`, ECMA-262 27.2.4.1 to 27.2.4.5. */

import { nameless } from "./promise-state.js";
import { newCapability, type PromiseCapability } from "./promise.js";

/** What is done with each promise of the iterable, and when there are no more. */
interface Combination {
  each(promise: Thenable, index: number): void;
  end?(): void;
}

interface Thenable {
  then(onFulfilled: unknown, onRejected: unknown): unknown;
}

/** Collects one value for each promise; `finish` gets them when all are there. */
function collect(finish: (values: unknown[]) => void) {
  const values: unknown[] = [];
  // One for the end of the iterable.
  let missing = 1;
  const arrive = (): void => {
    if (--missing === 0) finish(values);
  };
  return {
    end: arrive,
    /** Functions that take what becomes of the promise at `index`; only the first call of any of them counts. */
    place(index: number, ...forms: ((settled: unknown) => unknown)[]) {
      values.push(undefined);
      missing++;
      let isCalled = false;
      return forms.map((form) =>
        nameless((settled: unknown) => {
          if (isCalled) return;
          isCalled = true;
          values[index] = form(settled);
          arrive();
        }),
      );
    },
  };
}

export const combinators = {
  all(this: unknown, iterable: unknown): unknown {
    return combine(this, iterable, ({ resolve, reject }) => {
      const values = collect(resolve);
      return {
        end: values.end,
        each(promise, index) {
          const [onFulfilled] = values.place(index, (value) => value);
          promise.then(onFulfilled, reject);
        },
      };
    });
  },

  allSettled(this: unknown, iterable: unknown): unknown {
    return combine(this, iterable, ({ resolve }) => {
      const outcomes = collect(resolve);
      return {
        end: outcomes.end,
        each(promise, index) {
          const [onFulfilled, onRejected] = outcomes.place(
            index,
            (value) => ({ status: "fulfilled", value }),
            (reason) => ({ status: "rejected", reason }),
          );
          promise.then(onFulfilled, onRejected);
        },
      };
    });
  },

  any(this: unknown, iterable: unknown): unknown {
    return combine(this, iterable, ({ resolve, reject }) => {
      const errors = collect((reasons) => reject(new AggregateError(reasons, "every promise was rejected")));
      return {
        end: errors.end,
        each(promise, index) {
          const [onRejected] = errors.place(index, (reason) => reason);
          promise.then(resolve, onRejected);
        },
      };
    });
  },

  race(this: unknown, iterable: unknown): unknown {
    return combine(this, iterable, ({ resolve, reject }) => ({
      each: (promise) => void promise.then(resolve, reject),
    }));
  },
};

function combine(Constructor: unknown, iterable: unknown, start: (capability: PromiseCapability) => Combination): unknown {
  const capability = newCapability(Constructor);
  try {
    const { resolve } = Constructor as { readonly resolve: unknown };
    if (typeof resolve !== "function") throw new TypeError("the constructor has no function `resolve`");
    const combination = start(capability);
    let index = 0;
    // The loop closes the iterable when something in it throws, and only then.
    for (const value of iterable as Iterable<unknown>) {
      const promise: unknown = Reflect.apply(resolve, Constructor, [value]);
      combination.each(promise as Thenable, index++);
    }
    combination.end?.();
  } catch (error) {
    capability.reject(error);
  }
  return capability.promise;
}
