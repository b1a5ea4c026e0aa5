// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Staking } from "../../src/Staking.sol";
import { Test } from "../Test.sol";
import { CourtsHandler } from "./CourtsHandler.sol";

contract CourtsInvariants is Test {
  CourtsHandler private handler;
  Staking private staking;
  IERC20 private token;

  function setUp() public {
    handler = new CourtsHandler();
    handler.setUp();
    staking = handler.stakes();
    token = staking.token();
    bytes4[] memory actions = new bytes4[](14);
    actions[0] = handler.open.selector;
    actions[1] = handler.openAgain.selector;
    actions[2] = handler.holdCourt.selector;
    actions[3] = handler.settle.selector;
    actions[4] = handler.payJuror.selector;
    actions[5] = handler.fine.selector;
    actions[6] = handler.reportTwoResults.selector;
    actions[7] = handler.reportWrongAssignment.selector;
    actions[8] = handler.pass.selector;
    actions[9] = handler.voteFor.selector;
    actions[10] = handler.unvote.selector;
    actions[11] = handler.withdraw.selector;
    actions[12] = handler.retire.selector;
    actions[13] = handler.unjail.selector;
    targetSelector(FuzzSelector({ addr: address(handler), selectors: actions }));
    targetContract(address(handler));
  }

  /// @dev Juries holds open bonds and unpaid purses to the wei, and Disputes holds nothing. The stake lacks
  /// only what was withdrawn or slashed.
  function invariant_books() public view {
    assertEq(token.balanceOf(address(handler.court())), handler.held());
    assertEq(token.balanceOf(handler.evidenceCourt()), 0);
    assertEq(staking.totalAssets(), handler.staked());
    assertEq(token.balanceOf(address(staking)), handler.staked());
  }

  /// @dev Whatever has happened, every case can be ended once time has passed, and then the court holds
  /// nothing.
  function afterInvariant() public {
    handler.endAll();
    assertEq(handler.held(), 0);
    invariant_books();
  }
}
