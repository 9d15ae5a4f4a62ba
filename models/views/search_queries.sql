-- How analyst.search reads a query.

create function analyst.query_steps(query text) returns text[]
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  plain constant text := translate(query, U&'\201C\201D\201E\201F\00AB\00BB\FF02\FF08\FF09', '"""""""()');
  place integer := 1;
  token text;
  steps text[] := '{}';
  waiting text[] := '{}';  -- operators and open parentheses
  opened integer[] := '{}';  -- where these parentheses stand
  expecting boolean := true;  -- a word, phrase or parenthesis has to come
begin
  if coalesce(btrim(plain, E' \t\r\n'), '') = '' then
    raise exception using errcode = '22023',
      message = 'The query is empty: write words, such as mosque AND (minaret OR "al nuri").';
  elsif length(plain) > 1000 then
    raise exception using errcode = '22023',
      message = format('The query is too long: %s characters; 1000 are the most.', length(plain));
  end if;
  loop
    place := place + length(substring(substr(plain, place) from '^\s*'));
    exit when place > length(plain);
    token := substring(substr(plain, place) from '^(?:[()]|"[^"]*"?|[^\s()"]+)');
    if token = ')' then
      if cardinality(opened) = 0 then
        raise exception using errcode = '22023',
          message = format('The parenthesis that closes at character %s was never opened.', place);
      elsif expecting then
        raise exception using errcode = '22023',
          message = format('A word or a phrase is missing before the parenthesis at character %s.', place);
      end if;
      while waiting[cardinality(waiting)] <> '(' loop
        steps := steps || waiting[cardinality(waiting)];
        waiting := trim_array(waiting, 1);
      end loop;
      waiting := trim_array(waiting, 1);
      opened := trim_array(opened, 1);
    elsif token in ('AND', 'OR') then
      if expecting then
        raise exception using errcode = '22023',
          message = format('A word or a phrase is missing before the %s at character %s.', token, place);
      end if;
      while waiting[cardinality(waiting)] = 'not' or waiting[cardinality(waiting)] = 'and'
        or (token = 'OR' and waiting[cardinality(waiting)] = 'or')
      loop
        steps := steps || waiting[cardinality(waiting)];
        waiting := trim_array(waiting, 1);
      end loop;
      waiting := waiting || lower(token);
      expecting := true;
    else
      if not expecting then  -- two words beside each other: AND
        while waiting[cardinality(waiting)] in ('not', 'and') loop
          steps := steps || waiting[cardinality(waiting)];
          waiting := trim_array(waiting, 1);
        end loop;
        waiting := waiting || 'and'::text;
      end if;
      expecting := token in ('(', 'NOT');
      if token = '(' then
        waiting := waiting || token;
        opened := opened || place;
      elsif token = 'NOT' then
        waiting := waiting || 'not'::text;
      else
        steps := steps || analyst.query_word(token, place);
      end if;
    end if;
    place := place + length(token);
  end loop;
  if expecting then
    raise exception using errcode = '22023',
      message = format('A word or a phrase is missing at the end of the query, after %s.', token);
  elsif cardinality(opened) > 0 then
    raise exception using errcode = '22023',
      message = format('The parenthesis that opens at character %s is never closed.', opened[cardinality(opened)]);
  end if;
  while cardinality(waiting) > 0 loop
    steps := steps || waiting[cardinality(waiting)];
    waiting := trim_array(waiting, 1);
  end loop;
  return steps;
end
$$;

comment on function analyst.query_steps is 'How analyst.search reads a query: its words ("word minaret"), beginnings ("start minar") and phrases ("phrase al nuri"), each and, or and not behind what it joins. Says in a sentence what is wrong with a query, and where.';

create function analyst.query_word(token text, place integer) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  said text;
begin
  if left(token, 1) = '"' then
    said := case
      when length(token) = 1 or right(token, 1) <> '"' then 'The quotation mark at character %s is never closed.'
      when btrim(token, ' "') = '' then 'There is nothing between the quotation marks at character %s.'
      when strpos(token, '*') > 0 then 'The phrase at character %s holds a *, which stands only at the end of a single word.'
      end;
    if said is null then
      return 'phrase ' || btrim(token, '"');
    end if;
  else
    said := case
      when token in ('&', '&&', '+') then 'Write AND instead of the ' || token || ' at character %s.'
      when token in ('|', '||') then 'Write OR instead of the ' || token || ' at character %s.'
      when token ~ '^[-!]' then 'Write NOT instead of the ' || left(token, 1) || ' at character %s.'
      when token ~ '\*.' or token = '*' then 'The * in the word at character %s does not stand at the end of a word, where it means any ending.'
      when token ~ '\*$' and length(token) < 4 then 'The word at character %s is too short for a *: write three letters or more before it.'
      end;
    if said is null then
      return case when right(token, 1) = '*' then 'start ' || rtrim(token, '*') else 'word ' || token end;
    end if;
  end if;
  raise exception using errcode = '22023', message = format(said, place);
end
$$;

comment on function analyst.query_word is 'A word or phrase of a query for analyst.query_steps, or what is wrong with it.';

create function analyst.query_words(steps text[], configuration regconfig, manner text default 'exact')
returns tsquery
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
set client_min_messages = warning  -- PostgreSQL notes each stop word that stands alone
as $$
declare
  ways constant regconfig[] := array_remove(array[configuration, news.accented_configuration(configuration)], null);
  step text;
  part text;
  beginning text;
  way regconfig;
  leaf tsquery;
  one tsquery;
  stack tsquery[] := '{}';
  is_near boolean[] := '{}';  -- whether each of these finds more than was asked for
  top integer;
begin
  foreach step in array steps loop
    top := cardinality(stack);
    case
      when step = 'not' then
        -- Where more was found than was asked for, it must not be taken away: then nothing is.
        stack[top] := case
          when manner = 'any' then ''::tsquery
          when is_near[top] then !!(''' '''::tsquery)
          else !!stack[top] end;
      when step in ('and', 'or') then
        stack[top - 1] := case
          when step = 'and' and manner <> 'any' then stack[top - 1] && stack[top]
          else stack[top - 1] || stack[top] end;
        is_near[top - 1] := is_near[top - 1] or is_near[top];
        stack := trim_array(stack, 1);
        is_near := trim_array(is_near, 1);
      else
        part := news.bare_text(substr(step, strpos(step, ' ') + 1));
        beginning := null;
        if step like 'start %' then
          part := regexp_replace(part, '[^[:alnum:]\u0080-\U0010ffff]+', ' ', 'g');
          beginning := substring(part from '(\S+)\s*$');
          part := regexp_replace(part, '\S+\s*$', '');
        end if;
        leaf := ''::tsquery;
        foreach way in array ways loop
          one := case when manner = 'near' then plainto_tsquery(way, part) else phraseto_tsquery(way, part) end;
          if beginning is not null then
            one := case
              when manner = 'near' then one && to_tsquery(way, quote_literal(beginning) || ':*')
              else one <-> to_tsquery(way, quote_literal(beginning) || ':*') end;
          end if;
          leaf := leaf || one;
        end loop;
        stack := stack || leaf;
        is_near := is_near || (manner = 'near' and numnode(leaf) > cardinality(ways));
    end case;
  end loop;
  return stack[1];
end
$$;

comment on function analyst.query_words is 'A query, as analyst.query_steps reads it, in the words of a language. manner: exact; near: the words of a phrase may stand anywhere, which the index alone can tell; any: whatever is worth marking, one of it being enough.';
