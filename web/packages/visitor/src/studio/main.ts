import { langOf } from '../preferences.ts';
import { StudioPage } from './page.ts';

const asked = new URL(location.href).searchParams.get('lang');
// The page lies one folder below the service.
const page = new StudioPage(new URL('..', location.href), sessionStorage, langOf(asked) ?? langOf(navigator.language) ?? 'zh');
document.body.append(page.element);
