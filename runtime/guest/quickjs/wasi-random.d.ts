/** What the world that QuickJS components are built for has besides the host's interface. */
declare module "wasi:random/random@0.2.0" {
  /** Lists of bytes and numbers of 64 bits, as the bindings of QuickJS give and take them. */
  export function getRandomBytes(length: number): Uint8Array;
}
