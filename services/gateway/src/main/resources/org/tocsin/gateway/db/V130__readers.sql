-- As which reader the release rule sees a token's holder. A token of before is a program of the CERT, the least.
alter table token
    add column being    text    not null default 'MACHINE' check (being in ('PERSON', 'MACHINE')),
    add column standing text    not null default 'CERT' check (standing in ('CERT', 'CONSTITUENT')),
    add column red      boolean not null default false check (not red or being = 'PERSON'),
    add column ceiling  text;
