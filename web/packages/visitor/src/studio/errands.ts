import type { Lang } from '@qingzhi/protocol';
import { type Form, type Overview, Refused, type StudioApi } from './api.ts';
import { download } from './download.ts';
import { problemOf } from './faults.ts';
import { type Spec, at } from './state/spec.ts';
import type { Step } from './state/steps.ts';
import { ExportSheet } from './view/export-sheet.ts';
import type { JobBar } from './view/job.ts';
import { OpenSheet } from './view/open-sheet.ts';
import { PublishSheet } from './view/publish-sheet.ts';
import { ReportSheet } from './view/report-sheet.ts';
import { SaveSheet } from './view/save-sheet.ts';
import type { Sheet } from './view/sheet.ts';
import { filled, studioWords } from './words.ts';

const CONFLICT = 409;
const INDENT = 2;
const MEGABYTE = 1_048_576;

export interface Desk {
  readonly api: StudioApi;
  readonly lang: Lang;
  readonly spec: Spec;
  /** Work on another figure from now on. */
  take(spec: Spec): void;
  /** The figure is called so from now on. */
  rename(name: string): void;
  tell(message: string): void;
  translate(): void;
}

/** What is done with a figure as a whole: open, save, check, export, publish. */
export class Errands {
  private readonly opening = new OpenSheet({
    shipped: (name) => void this.fetch(this.opening.sheet, (api) => api.shipped(name)),
    saved: (name) => void this.fetch(this.opening.sheet, (api) => api.saved(name)),
    delete: (name) => void this.forget(name),
    file: (file) => void this.read(file),
  });
  private readonly saving = new SaveSheet((name, replace) => void this.keep(name, replace));
  private readonly exporting = new ExportSheet({ glb: (level) => void this.make(level), spec: (form) => void this.write(form), cancel: () => this.stop() });
  private readonly report = new ReportSheet(() => this.stop());
  private readonly publishing = new PublishSheet({
    publish: (name, replace) => void this.publish(name, replace),
    show: (name) => void this.turn(name),
    cancel: () => this.stop(),
  });
  private running: AbortController | null = null;

  constructor(private readonly desk: Desk) {}

  get elements(): readonly HTMLElement[] {
    return [this.opening, this.saving, this.exporting, this.report, this.publishing].map(({ sheet }) => sheet.element);
  }

  async open(): Promise<void> {
    await this.tried(this.opening.sheet, async () => this.opening.show(await this.desk.api.overview(), this.desk.lang));
    this.opening.sheet.open();
    this.desk.translate();
  }

  save(): void {
    this.saving.open(nameOf(this.desk.spec));
  }

  async export(overview: Overview): Promise<void> {
    this.exporting.open(overview.levels, this.desk.lang);
  }

  async check(): Promise<void> {
    this.report.open();
    await this.tried(this.report.sheet, async (signal) => {
      const { lang, api, spec } = this.desk;
      const step = await this.followed(api.build(spec, 'web', lang, signal), this.report.job, true);
      if (step?.report) this.report.show(step.report, lang);
    });
    this.report.job.hide();
  }

  openPublish(): void {
    this.publishing.open(nameOf(this.desk.spec));
  }

  /** A file that holds a figure becomes the one that is worked on. */
  read(file: File): Promise<void> {
    const form = file.name.toLowerCase().endsWith('.json') ? 'json' : 'toml';
    return this.fetch(this.opening.sheet, (api) => api.read(file, form));
  }

  private async publish(name: string, replace: boolean): Promise<void> {
    this.publishing.busy(true);
    await this.tried(this.publishing.sheet, async (signal) => {
      const { lang, api, spec } = this.desk;
      try {
        const step = await this.followed(api.publish(name, spec, { report: lang, replace }, signal), this.publishing.job, true);
        if (step !== null) this.publishing.finish(name, filled(lang, 'publish.done', { name }));
      } catch (error) {
        if (!(error instanceof Refused && error.status === CONFLICT)) throw error;
        this.publishing.ask(true);
      }
    });
    this.publishing.busy(false);
  }

  private async turn(name: string): Promise<void> {
    await this.tried(this.publishing.sheet, async () => {
      await this.desk.api.turn(name);
      this.publishing.finish(null, filled(this.desk.lang, 'publish.shown', { name }));
    });
  }

  private async make(level: string): Promise<void> {
    this.exporting.busy(true);
    this.exporting.done.textContent = '';
    await this.tried(this.exporting.sheet, async (signal) => {
      const { lang, api, spec } = this.desk;
      const step = await this.followed(api.build(spec, level, null, signal), this.exporting.job, false);
      if (step?.file == null) return;
      const bytes = await api.file(step.file, signal);
      download(`${nameOf(spec)}.glb`, bytes, 'model/gltf-binary');
      const size = (bytes.byteLength / MEGABYTE).toFixed(1);
      this.exporting.done.textContent = filled(lang, 'export.done', { size, triangles: step.facts?.triangles?.toLocaleString('en') ?? '–' });
    });
    this.exporting.busy(false);
  }

  private async write(form: Form): Promise<void> {
    await this.tried(this.exporting.sheet, async () => {
      const { api, spec } = this.desk;
      const text = form === 'json' ? `${JSON.stringify(spec, null, INDENT)}\n` : await api.toml(spec);
      download(`${nameOf(spec)}.${form}`, text, `application/${form}`);
    });
  }

  private async keep(name: string, replace: boolean): Promise<void> {
    await this.tried(this.saving.sheet, async () => {
      try {
        const kept = await this.desk.api.save(name, this.desk.spec, replace);
        this.saving.sheet.close();
        this.desk.rename(kept);
        this.desk.tell(filled(this.desk.lang, 'save.done', { name: kept }));
      } catch (error) {
        if (!(error instanceof Refused && error.status === CONFLICT)) throw error;
        this.saving.ask(true);
      }
    });
  }

  private async fetch(sheet: Sheet, ask: (api: StudioApi) => Promise<Spec>): Promise<void> {
    await this.tried(sheet, async () => {
      const spec = await ask(this.desk.api);
      sheet.close();
      this.desk.take(spec);
    });
  }

  private async forget(name: string): Promise<void> {
    await this.tried(this.opening.sheet, async () => {
      await this.desk.api.delete(name);
      this.opening.show(await this.desk.api.overview(), this.desk.lang);
    });
  }

  /** Show each step of a longer piece of work; give the last one. */
  private async followed(steps: AsyncGenerator<Step>, bar: JobBar, checked: boolean): Promise<Step | null> {
    let last: Step | null = null;
    bar.show({ state: 'waiting', progress: 0 }, checked, this.desk.lang);
    for await (const step of steps) {
      bar.show(step, checked, this.desk.lang);
      if (step.state === 'ready') last = step;
    }
    return last;
  }

  private stop(): void {
    this.running?.abort();
    this.running = null;
  }

  /** Do something that can fail; what went wrong is said on the sheet. */
  private async tried(sheet: Sheet, act: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.running = running;
    sheet.say('');
    try {
      await act(running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      const { key, detail } = problemOf(error);
      sheet.say(`${studioWords(this.desk.lang)[key]} ${detail}`);
    }
  }
}

function nameOf(spec: Spec): string {
  const name = at(spec, 'name');
  return typeof name === 'string' ? name : '';
}
