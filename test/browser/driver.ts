/**
 * The part of playwright-core that the checks of the page use. The package is loaded only once a
 * browser was found: who has none needs nothing of it. It is the one that comes without browsers.
 */

/** Elements of a page; a look waits until there is one, and fails after the time-out. */
export interface Located {
  first(): Located;
  click(): Promise<void>;
  focus(): Promise<void>;
  count(): Promise<number>;
  isVisible(): Promise<boolean>;
  textContent(): Promise<string | null>;
  allTextContents(): Promise<string[]>;
  getAttribute(name: string): Promise<string | null>;
  selectOption(value: string): Promise<string[]>;
  waitFor(options: { timeout: number }): Promise<void>;
}

export interface Page {
  locator(selector: string, options?: { hasText: string }): Located;
  readonly keyboard: { press(key: string): Promise<void> };
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
  waitForTimeout(ms: number): Promise<void>;
  on(event: 'pageerror', heard: (error: Error) => void): void;
  on(event: 'console', heard: (message: { type(): string; text(): string }) => void): void;
  on(event: 'websocket', heard: (socket: { url(): string }) => void): void;
}

/** A request on its way out, to be let go or stopped. */
interface Route {
  request(): { url(): string };
  continue(): Promise<void>;
  abort(): Promise<void>;
}

/** How a window of the browser is. */
export interface WindowOptions {
  readonly locale?: string;
  readonly javaScriptEnabled?: boolean;
  readonly viewport?: { readonly width: number; readonly height: number };
}

export interface Browser {
  version(): string;
  newContext(options: WindowOptions): Promise<{
    route(pattern: string, handle: (route: Route) => Promise<void>): Promise<void>;
    newPage(): Promise<Page>;
    close(): Promise<void>;
  }>;
  close(): Promise<void>;
}

/** Starts a browser that is on this machine, without a window. */
export async function launchBrowser(executablePath: string, args: string[]): Promise<Browser> {
  const name = 'playwright-core';
  const { chromium } = await import(name);
  return chromium.launch({ executablePath, args });
}
