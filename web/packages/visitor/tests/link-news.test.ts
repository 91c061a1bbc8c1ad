import { describe, expect, it } from 'vitest';
import { LinkNews } from '../src/link-news.ts';

describe('news of the connection', () => {
  it('are none while the page connects for the first time', () => {
    const news = new LinkNews();
    news.enter('connecting');
    expect(news.message).toBeNull();
  });

  it('tell a full desk from a lost connection, and last through each attempt until it is open', () => {
    const news = new LinkNews();
    news.enter('busy');
    news.enter('connecting');
    expect(news.message).toBe('banner.busy');
    news.enter('lost');
    expect(news.message).toBe('banner.lost');
    news.enter('open');
    expect(news.message).toBeNull();
  });

  it('go on saying that a question was kept until it can be sent', () => {
    const news = new LinkNews();
    news.enter('connecting');
    news.keep();
    news.enter('lost');
    expect(news.message).toBe('banner.unsent');
    news.enter('open');
    expect(news.message).toBeNull();
  });
});
