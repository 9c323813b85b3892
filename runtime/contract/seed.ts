/** What a run that depends on chance begins with. */

/** Seeds are whole numbers below this. */
export const seedLimit = 2 ** 32;
