import type { ValidateFunction } from "ajv/dist/2020.js";

/** Each leaves what it finds wrong in `errors`. */
export const config: ValidateFunction;
export const metadata: ValidateFunction;
export const manifest: ValidateFunction;
