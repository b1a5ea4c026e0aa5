// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Juries } from "../../src/Juries.sol";
import { Terms, Verdict } from "../../src/disputes/Jury.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev A result that can be reported as wrong, and twelve miners of equal weight that can sit on its jury.
abstract contract JuriesFixture is DisputesFixture {
  uint96 internal constant BOND = 100e18;
  uint96 internal constant NO_SHOW = 10e18;
  uint16 internal constant QUORUM = 3;
  uint64 internal constant DRAW_BLOCKS = 5;
  uint64 internal constant STEP = 8 hours;
  uint16 internal constant SLASH_BPS = 2_000;
  uint16 internal constant JUROR_BPS = 4_000;
  bytes32 internal constant RESULT = keccak256("result");
  bytes32 internal constant SALT = keccak256("salt");

  Juries internal juries;
  address internal accusedOwner = makeAddr("accused owner");
  uint256 internal accused;
  uint256 internal accusedKey;
  /// @dev Node ids of those twelve miners, each with an owner of its own.
  uint256[12] internal peers;
  Assignment internal assignment;

  function termsOf() internal pure returns (Terms memory) {
    return Terms({
      bond: BOND,
      seats: 24,
      quorum: QUORUM,
      drawBlocks: DRAW_BLOCKS,
      drawWindow: STEP,
      commitWindow: STEP,
      revealWindow: STEP,
      appealWindow: STEP,
      reportWindow: 1 days,
      slashBps: SLASH_BPS,
      jurorBps: JUROR_BPS,
      noShowPenalty: NO_SHOW
    });
  }

  function setUp() public virtual override {
    super.setUp();
    juries = new Juries(staking, treasury, REPORTER_BPS, termsOf());
    vm.prank(admin);
    authority.grantRole(DISPUTES_ROLE, address(juries), 0);
    accused = registerNode(accusedOwner, "accused", Role.Miner, 0, MINER_MINIMUM);
    (, accusedKey) = makeAddrAndKey("accused");
    for (uint256 i = 0; i < 12; i++) {
      string memory name = string.concat("peer", vm.toString(i));
      peers[i] =
        registerNode(makeAddr(string.concat("owner of ", name)), name, Role.Miner, 0, 2 * MINER_MINIMUM);
    }
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
    for (uint256 i = 0; i < 2; i++) {
      address side = i == 0 ? reporter : accusedOwner;
      vm.prank(admin);
      cai.transfer(side, 1_000e18);
      vm.prank(side);
      cai.approve(address(juries), 1_000e18);
    }
  }

  function open() internal returns (uint256) {
    bytes32 digest = Messages.digest(address(staking), Messages.hash(assignment));
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.prank(reporter);
    return juries.open(assignment, signature, RESULT, resultSignature);
  }

  function draw(uint256 caseId, bytes32 hash) internal {
    vm.roll(block.number + DRAW_BLOCKS + 1);
    vm.setBlockhash(block.number - 1, hash);
    juries.draw(caseId);
  }

  function drawn(uint256 caseId, uint256 round) internal view returns (uint256[] memory ids) {
    uint256 count = 0;
    ids = new uint256[](12);
    for (uint256 i = 0; i < 12; i++) {
      if (juries.isDrawn(caseId, round, peers[i])) ids[count++] = peers[i];
    }
    assembly {
      mstore(ids, count)
    }
  }

  function commit(uint256 caseId, uint256 round, uint256 id, bool wrong) internal {
    bytes32 commitment = juries.commitmentOf(caseId, round, id, wrong, SALT);
    vm.prank(staking.node(id).operator);
    juries.commit(caseId, id, commitment);
  }

  /// @dev Draws the jury of a round; its first `wrongs` members vote wrong, the rest right. Ends after the
  /// reveal window.
  function vote(uint256 caseId, uint256 round, uint256 wrongs) internal returns (uint256[] memory ids) {
    draw(caseId, keccak256(abi.encode("block", caseId, round)));
    ids = drawn(caseId, round);
    for (uint256 i = 0; i < ids.length; i++) {
      commit(caseId, round, ids[i], i < wrongs);
    }
    skip(STEP);
    for (uint256 i = 0; i < ids.length; i++) {
      juries.reveal(caseId, ids[i], i < wrongs, SALT);
    }
    skip(STEP);
  }

  function wealthOf(uint256 id) internal view returns (uint256) {
    return cai.balanceOf(staking.node(id).owner);
  }
}
