import { fakeService } from '../fake-service';

fakeService('analytics');
