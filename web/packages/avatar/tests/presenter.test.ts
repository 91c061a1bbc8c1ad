import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restPose } from '../src/motion/segment.ts';
import { Presenter, type PresenterMakers, type PresenterOptions } from '../src/presenter.ts';
import type { Level } from '../src/presenter/ladder.ts';
import type { Layer } from '../src/presenter/layer.ts';
import type { Layer3DOptions } from '../src/presenter/layer3d.ts';
import { openRenderer } from '../src/stage3d/context.ts';
import { StageError } from '../src/stage3d/errors.ts';

const TICK = 1000 / 60;

/** A layer that counts what is done to it; drawing it takes `costs` milliseconds of the virtual clock. */
class FakeLayer implements Layer {
  readonly cost = null;
  readonly sizes: (readonly [number, number, number])[] = [];
  readonly element: HTMLElement;
  drawn = 0;
  gone = false;
  label = '';
  view = '';

  constructor(
    readonly level: Level,
    private readonly world: World,
  ) {
    this.element = {
      style: {},
      remove: () => world.children.delete(this),
      animate: () => ({ finished: Promise.resolve() }),
    } as unknown as HTMLElement;
    world.layers.push(this);
    world.elements.set(this.element, this);
  }

  render(): void {
    this.drawn += 1;
    this.world.now += this.world.costs(this.level);
  }

  resize(...size: [number, number, number]): void {
    this.sizes.push(size);
  }

  frame(view: string): void {
    this.view = view;
  }

  relabel(label: string): void {
    this.label = label;
  }

  see(): void {}

  dispose(): void {
    this.gone = true;
    this.element.remove();
  }
}

/** A page, a clock, and a graphics card that may fail. */
class World {
  now = 0;
  readonly layers: FakeLayer[] = [];
  readonly children = new Set<FakeLayer>();
  readonly elements = new Map<HTMLElement, FakeLayer>();
  readonly levels: Level[] = [];
  readonly failures: unknown[] = [];
  wishes: Layer3DOptions[] = [];
  costs: (level: Level) => number = () => 1;
  open3D: (wish: Layer3DOptions) => Promise<Layer> = async () => new FakeLayer('3d', this);

  readonly parent = {
    clientWidth: 400,
    clientHeight: 500,
    append: (element: HTMLElement) => {
      const layer = this.elements.get(element);
      if (layer !== undefined) this.children.add(layer);
    },
  } as unknown as HTMLElement;

  open(options: Partial<PresenterOptions> = {}): Presenter {
    const makers: PresenterMakers = {
      open3D: (wish) => {
        this.wishes.push(wish);
        return this.open3D(wish);
      },
      open2D: () => new FakeLayer('2d', this),
      now: () => this.now,
    };
    const wanted: PresenterOptions = {
      figureUrl: '/figures/a.glb',
      scene: 'hall',
      label: '晴',
      changed: (level) => this.levels.push(level),
      failed: (error) => this.failures.push(error),
      ...options,
    };
    return new Presenter(this.parent, wanted, makers);
  }

  /** Let the display tick for `seconds`. */
  run(presenter: Presenter, seconds: number, lively = true): void {
    for (const end = this.now + 1000 * seconds; this.now < end; ) {
      presenter.render(restPose(), this.now / 1000, lively);
      this.now = (Math.floor(this.now / TICK + 1e-9) + 1) * TICK;
    }
  }

  only(): FakeLayer {
    const [layer, ...others] = this.children;
    if (layer === undefined || others.length > 0) throw new RangeError(`${this.children.size} layers are shown.`);
    return layer;
  }
}

/** Let what was promised happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

let world: World;
let hide: () => void;

beforeEach(() => {
  world = new World();
  const listeners = new Set<() => void>();
  hide = () => {
    for (const listener of listeners) listener();
  };
  vi.stubGlobal('devicePixelRatio', 2);
  vi.stubGlobal('ResizeObserver', class {
    observe(): void {}
    disconnect(): void {}
  });
  vi.stubGlobal('document', {
    hidden: false,
    addEventListener: (_: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_: string, listener: () => void) => listeners.delete(listener),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('the presenter', () => {
  it('shows the drawn head at once and the figure when it is there', async () => {
    const presenter = world.open();
    expect(presenter.level).toBe('2d');
    await settled();
    expect(presenter.level).toBe('3d');
    expect(world.only().level).toBe('3d');
    expect(world.levels).toEqual(['2d', '3d']);
  });

  it('leaves the stage to the page meanwhile, if it wants so', async () => {
    const presenter = world.open({ meanwhile: 'nothing' });
    expect(presenter.level).toBeNull();
    expect(world.children.size).toBe(0);
    await settled();
    expect(world.levels).toEqual(['3d']);
  });

  it('takes a figure that comes later', async () => {
    const presenter = world.open({ figureUrl: null });
    expect(await presenter.upgrade('/figures/b.glb')).toBe(true);
    expect(world.wishes.map(({ url }) => url)).toEqual(['/figures/b.glb']);
    await settled();
    expect(world.only().level).toBe('3d');
  });

  it('stays with the drawn head where the figure cannot be shown, and says why', async () => {
    const reason = new StageError('software', 'Only the processor draws here.');
    world.open3D = () => Promise.reject(reason);
    const presenter = world.open({ meanwhile: 'nothing' });
    await settled();
    expect(presenter.level).toBe('2d');
    expect(world.failures).toEqual([reason]);
  });

  it('shows the drawn head even to who insists on a figure that does not come', async () => {
    world.open3D = () => Promise.reject(new TypeError('No such chunk.'));
    const presenter = world.open({ level: '3d', meanwhile: 'nothing' });
    await settled();
    expect(presenter.level).toBe('2d');
  });

  it('draws without a graphics card only for who insists on it', async () => {
    world.open();
    world.open({ level: '3d' });
    expect(world.wishes.map(({ software }) => software)).toEqual([false, true]);
  });

  it.each([
    ['2d', ['2d']],
    ['text', ['text']],
  ] as const)('never fetches a figure for who insists on %s', async (level, levels) => {
    const presenter = world.open({ level });
    await settled();
    expect(await presenter.upgrade('/figures/b.glb')).toBe(false);
    expect(world.wishes).toEqual([]);
    expect(world.levels).toEqual(levels);
  });

  it('draws at each tick while it speaks, at every other while it rests', async () => {
    const presenter = world.open();
    await settled();
    world.run(presenter, 2);
    const lively = world.only().drawn;
    world.run(presenter, 2, false);
    expect(lively).toBe(120);
    expect(world.only().drawn - lively).toBe(60);
  });

  it('draws less often, then less sharply, then the drawn head, on a slow machine', async () => {
    const presenter = world.open();
    await settled();
    world.costs = (level) => (level === '3d' ? 14 : 1);
    world.run(presenter, 3);
    expect([presenter.level, presenter.fps]).toEqual(['3d', 30]);
    world.costs = (level) => (level === '3d' ? 500 : 1);
    world.run(presenter, 20);
    await settled();
    expect(presenter.level).toBe('2d');
    expect(world.only().level).toBe('2d');
    expect(world.layers.find(({ level }) => level === '3d')?.gone).toBe(true);
    expect(world.layers.find(({ level }) => level === '3d')?.sizes.at(-1)).toEqual([400, 500, 1]);
  });

  it('never gives a picture more pixels than anybody sees', async () => {
    Object.assign(world.parent, { clientWidth: 1080, clientHeight: 1920 });
    world.open();
    await settled();
    const [width, height, ratio] = world.only().sizes.at(-1) ?? [0, 0, 0];
    expect(width * height * ratio ** 2).toBeLessThanOrEqual(2_400_001);
  });

  it('draws nothing while the page is hidden, and does not take the pause for slowness', async () => {
    const presenter = world.open();
    await settled();
    world.run(presenter, 1);
    const { drawn } = world.only();
    Object.assign(document, { hidden: true });
    hide();
    for (let minute = 0; minute < 5; minute += 1) {
      world.now += 60_000;
      presenter.render(restPose(), world.now / 1000);
    }
    expect(world.only().drawn).toBe(drawn);
    Object.assign(document, { hidden: false });
    hide();
    world.run(presenter, 2);
    expect([presenter.level, presenter.fps]).toEqual(['3d', 60]);
  });

  it('bridges a loss of the graphics memory with the drawn head', async () => {
    const presenter = world.open();
    await settled();
    world.wishes[0]?.changed(true);
    expect(presenter.level).toBe('2d');
    world.wishes[0]?.changed(false);
    await settled();
    expect(presenter.level).toBe('3d');
    expect(world.only().gone).toBe(false);
  });

  it('gives the third dimension up when the memory is lost again and again', async () => {
    const presenter = world.open();
    await settled();
    for (let loss = 0; loss < 3; loss += 1) {
      world.wishes[0]?.changed(true);
      world.wishes[0]?.changed(false);
      await settled();
    }
    expect(presenter.level).toBe('2d');
    expect(world.layers.filter(({ level }) => level === '3d').every(({ gone }) => gone)).toBe(true);
    expect(world.only().level).toBe('2d');
  });

  it('shows a figure as it is wanted when it comes, not as it was when it was asked for', async () => {
    const presenter = world.open({ view: 'face' });
    presenter.relabel('Qing');
    presenter.frame('half');
    await settled();
    expect(world.only()).toMatchObject({ level: '3d', label: 'Qing', view: 'half' });
  });

  it('gives back a figure whose memory is lost when another comes', async () => {
    const presenter = world.open();
    await settled();
    world.wishes[0]?.changed(true);
    await presenter.upgrade('/figures/b.glb');
    await settled();
    expect(world.layers.filter(({ level }) => level === '3d').map(({ gone }) => gone)).toEqual([true, false]);
    expect(world.only().level).toBe('3d');
  });

  it('gives a figure that comes too late back', async () => {
    let come: (layer: Layer) => void = () => undefined;
    world.open3D = () => new Promise((resolve) => {
      come = resolve;
    });
    const presenter = world.open();
    presenter.dispose();
    const late = new FakeLayer('3d', world);
    come(late);
    await settled();
    expect(late.gone).toBe(true);
    expect(world.wishes[0]?.signal?.aborted).toBe(true);
    expect(world.children.size).toBe(0);
  });

  it('leaves nothing behind', async () => {
    const presenter = world.open();
    await settled();
    presenter.dispose();
    expect(world.layers.every(({ gone }) => gone)).toBe(true);
    expect(world.children.size).toBe(0);
  });
});

describe('a renderer', () => {
  function browser(context: object | null): void {
    vi.stubGlobal('document', { createElement: () => ({ getContext: () => context }) });
  }

  it('is refused where there is no WebGL 2', () => {
    browser(null);
    expect(() => openRenderer({ software: true, keep: false })).toThrow(expect.objectContaining({ fault: 'unsupported' }));
  });

  it.each([
    'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)), SwiftShader driver)',
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    'Microsoft Basic Render Driver',
  ])('is refused and its context given back where it is %s', (name) => {
    const loseContext = vi.fn();
    browser({
      RENDERER: 1,
      getExtension: (extension: string) => (extension === 'WEBGL_lose_context' ? { loseContext } : null),
      getParameter: () => name,
    });
    expect(() => openRenderer({ software: false, keep: false })).toThrow(expect.objectContaining({ fault: 'software' }));
    expect(loseContext).toHaveBeenCalledOnce();
  });
});
