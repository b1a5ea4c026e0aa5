// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote } from "../../src/disputes/Ballot.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Juries } from "../../src/Juries.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract PayTest is JuriesFixture {
  uint256 private id;
  uint256[] private ids;

  function setUp() public override {
    super.setUp();
    (id, ids) = openAndDraw();
  }

  function test_aJurorIsPaidForItsSeatsOnce() public {
    OpenedVote[] memory votes = alike(ids, Finding.Wrong);
    votes[0].finding = Finding.Right;
    votes[1].finding = Finding.Unavailable;
    hold(id, votes);
    settle(id);
    uint256 seats = juries.seatsOf(id, 0, ids[2]);
    vm.expectEmit(address(juries));
    emit Juries.JurorsPaid(id, 0, PAY, keysOf(single(ids[2])));
    juries.pay(id, 0, keysOf(single(ids[2])));
    juries.pay(id, 0, keysOf(single(ids[2])));
    assertEq(wealthOf(ids[2]), seats * PAY);
    for (uint256 i = 0; i < 2; i++) {
      vm.expectRevert(abi.encodeWithSelector(Juries.NothingDue.selector, id, uint256(0), ids[i]));
      juries.pay(id, 0, keysOf(single(ids[i])));
    }
    vm.expectRevert(abi.encodeWithSelector(Juries.NothingDue.selector, id, uint256(0), accused));
    juries.pay(id, 0, keysOf(single(accused)));
  }

  function test_allPayLeavesNothing() public {
    hold(id, alike(ids, Finding.Right));
    settle(id);
    juries.pay(id, 0, keysOf(ids));
    assertEq(cai.balanceOf(address(juries)), 0);
  }

  /// @dev Jurors of a jury that was bought are not paid; those that held out are.
  function test_jurorsOfEveryJuryArePaidByTheLastVerdict() public {
    OpenedVote[] memory votes = alike(ids, Finding.Wrong);
    votes[0].finding = Finding.Right;
    hold(id, votes);
    appealBy(accusedOwner, id);
    decide(id, Finding.Right);
    settle(id);
    uint256 seats = juries.seatsOf(id, 0, ids[0]);
    uint256 before = wealthOf(ids[0]);
    juries.pay(id, 0, keysOf(single(ids[0])));
    assertEq(wealthOf(ids[0]) - before, seats * PAY);
    vm.expectPartialRevert(Juries.NothingDue.selector);
    juries.pay(id, 0, keysOf(single(ids[1])));
  }

  /// @dev A jury with more than its seats shares the pay of those, whatever the jury before it was.
  function test_eachJuryHasAPayOfItsOwn() public {
    skip(2 * STEP);
    appealBy(accusedOwner, id);
    uint256 seats;
    for (uint256 i = 0; seats <= 2 * SEATS; i++) {
      uint256 state = vm.snapshotState();
      draw(id, bytes32(i + 1));
      ids = jurors(id, 1);
      seats = seatsOf(id, 1, ids);
      if (seats <= 2 * SEATS) vm.revertToState(state);
    }
    hold(id, alike(ids, Finding.Right));
    settle(id);
    juries.pay(id, 1, keysOf(ids));
    assertEq(wealthOf(ids[0]), PAY * 2 * SEATS / seats * juries.seatsOf(id, 1, ids[0]));
    assertEq(cai.balanceOf(address(juries)), 0);
  }

  function test_nobodyIsPaidWithoutAVerdict() public {
    vm.expectRevert(abi.encodeWithSelector(Juries.NoVerdict.selector, id));
    juries.pay(id, 0, keysOf(ids));
    hold(id, alike(ids, Finding.Unavailable));
    settle(id);
    vm.expectRevert(abi.encodeWithSelector(Juries.NoVerdict.selector, id));
    juries.pay(id, 0, keysOf(ids));
  }
}
