/** @file News on its way to one webview: told as it comes, or as fast as the webview takes it in. */

import { gist, type News } from './news.ts';

/** A page out of sight takes in nothing, for hours perhaps: so many are put together before it asks. */
const mostNews = 1000;

/** Tells some news; the webview says that it has taken them in by their sequence number, if they have one. */
type TellNews = (news: readonly News[], sequence: number | null) => void;

/**
 * While training runs, a page that has not taken in the last news waits for the next: a slow one would fall behind further and
 * further, and with all that is told, pictures would come later and later.
 */
export class NewsStream {
  private news: News[] = [];
  private sequence = 0;
  /** The number of the news that was told last, until it has been taken in. */
  private untaken: number | null = null;

  /** @param isPaced whether news comes so fast that it is told at the page's pace */
  constructor(
    private readonly isPaced: () => boolean,
    private readonly tell: TellNews,
  ) {}

  report(news: News): void {
    this.news.push(news);
    if (this.news.length > mostNews) this.news = gist(this.news);
    if (this.untaken === null || !this.isPaced()) this.flush();
  }

  taken(sequence: number): void {
    if (sequence !== this.untaken) return;
    this.untaken = null;
    this.flush();
  }

  /** Tells all that there is: something else is to be told after it. */
  flush(): void {
    if (this.news.length === 0) return;
    const news = gist(this.news);
    this.news = [];
    const sequence = this.isPaced() ? ++this.sequence : null;
    if (sequence !== null) this.untaken = sequence;
    this.tell(news, sequence);
  }

  /** What is on its way is void. */
  clear(): void {
    this.news = [];
    this.untaken = null;
  }
}
